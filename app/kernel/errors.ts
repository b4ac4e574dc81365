/** A mistake in a plugin, found at boot. The message names the plugin, the file and the cure. */
export class PluginError extends Error {
  constructor(
    readonly plugin: string,
    readonly file: string,
    problem: string,
    cure: string,
  ) {
    super(`Plugin "${plugin}" (${file}): ${problem} ${cure}`)
    this.name = 'PluginError'
  }
}
