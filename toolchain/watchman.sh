# Sees to it that nothing of a run goes on without it, whoever ended it and however: it is started beside the run, in a
# session of its own, and waits. What belongs to the run carries a mark in its environment.
#
# usage: sh watchman.sh PID MARK PATIENCE
#   PID       the run
#   MARK      NAME=VALUE, as it stands in the environment of all that it starts
#   PATIENCE  seconds in which what was begun may be ended in good order; then it is killed
pid=$1 mark=$2 patience=$3

# When a process began tells it from a later one of its number: field 22 of proc_pid_stat(5), the 20th after the name.
began() {
  sed -n 's/^.*) //p' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

marked() {
  grep -lsz -- "^$mark\$" /proc/[0-9]*/environ | cut -d / -f 3
}

# Those that nobody else of the run is waiting for: what a provider has started, the provider ends.
roots() {
  all=" $(marked | tr '\n' ' ')"
  for one in $all; do
    parent=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$one/status" 2>/dev/null)
    case $all in *" $parent "*) ;; *) echo "$one" ;; esac
  done
}

start=$(began "$pid")
while [ -n "$start" ] && [ "$(began "$pid")" = "$start" ]; do sleep 1; done

told=" "
while [ "$patience" -gt 0 ]; do
  left=$(roots)
  [ -n "$left" ] || exit 0
  for one in $left; do
    # A second one would make Pulumi give up its clean-up.
    case $told in *" $one "*) ;; *) kill -TERM "$one" 2>/dev/null; told="$told$one " ;; esac
  done
  sleep 1
  patience=$((patience - 1))
done
for one in $(marked); do kill -KILL "$one" 2>/dev/null; done
