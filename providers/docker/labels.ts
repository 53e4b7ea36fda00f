/** Labels as Pulumi's Docker package writes them: a list, in which the label is the key. */
export interface Label {
  label: string;
  value: string;
}

export function labelList(labels: Record<string, string>): Label[] | undefined {
  const entries = Object.entries(labels).map(([label, value]) => ({ label, value }));
  return entries.length > 0 ? entries.sort((a, b) => (a.label < b.label ? -1 : 1)) : undefined;
}

export function labelMap(labels: readonly Label[] | undefined): Record<string, string> {
  return Object.fromEntries((labels ?? []).map(({ label, value }) => [label, value]));
}

export function keyedLabels(item: Label): string {
  return item.label;
}
