/** A mistake in a plugin: where it is, what is wrong and what to do. */
export interface Complaint {
  /** Path from the root of the project, e.g. `plugins/lansia/plugin.ts`. */
  file: string
  problem: string
  cure: string
}

/** Collects complaints while a check goes through a plugin. */
export type Complain = (file: string, problem: string, cure: string) => void

/** Mistakes in a plugin, found at boot; they stop it. Each line names the plugin, the file and the cure. */
export class PluginError extends Error {
  readonly code = 'E_PLUGIN'

  constructor(
    readonly plugin: string,
    readonly complaints: readonly Complaint[],
    options?: ErrorOptions,
  ) {
    super(complaints.map((complaint) => complaintLine(plugin, complaint)).join('\n'), options)
    this.name = 'PluginError'
  }
}

export function complaintLine(plugin: string, { file, problem, cure }: Complaint): string {
  return `Plugin "${plugin}" (${file}): ${problem} ${cure}`
}

/** Runs checks and returns what they complained about, in order. */
export function collect(check: (complain: Complain) => void): Complaint[] {
  const complaints: Complaint[] = []
  check((file, problem, cure) => complaints.push({ file, problem, cure }))
  return complaints
}
