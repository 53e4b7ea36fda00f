# Runs as the first process of a sandbox, in its new namespaces, and makes it a host of its own. What to run comes as
# arguments, never as text. It stays the parent of the command, because a first process ignores Ctrl-C by default and
# has to collect the processes that lose their parent.
set -e

# /run holds the named namespaces, the xtables lock and the sockets of the machine's services.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/netns /run/lock /run/cgroup

# The old /sys shows the machine's interfaces. The cgroups below it are kept, for a container engine.
mount --rbind /sys/fs/cgroup /run/cgroup
mount -t sysfs sysfs /sys
mount --rbind /run/cgroup /sys/fs/cgroup
umount -l /run/cgroup
rmdir /run/cgroup

# A Docker Engine of the sandbox's own keeps its data in memory, and the machine's neither configures nor answers it.
# Some of what it writes is always below /var/lib/docker; where there is no such folder, one on the machine is not made.
if [ -d /var/lib/docker ]; then
  mount -t tmpfs tmpfs /var/lib/docker
else
  case $PWD/:$HOME/ in
    */var/lib/*) ;;
    *) mount -t tmpfs tmpfs /var/lib ;;
  esac
fi
[ ! -d /etc/docker ] || mount -t tmpfs tmpfs /etc/docker
unset DOCKER_CONTEXT DOCKER_TLS_VERIFY
export DOCKER_HOST=unix:///run/docker.sock

# New namespaces take over settings of the machine; a sandbox starts with the kernel's own.
while read -r path equals value; do
  case $path in net/*) [ ! -w "/proc/sys/$path" ] || echo "$value" >"/proc/sys/$path" ;; esac
done <"${0%/*}/../net/kernel-defaults.conf"

hostname sandbox
ip link set lo up

# Stacks of its own, which end with it.
unset PULUMI_BACKEND_URL PULUMI_HOME PULUMI_STACK
export BRIDGEWORK_SANDBOX=1 BRIDGEWORK_STATE_DIR=/run/bridgework-state

set +e
"$@"
exit $?
