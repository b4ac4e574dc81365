/** What one HTML file is made of, beside the shell. */
export interface Parts {
  policy: string
  version: string
  style: string
  script: string
}

/** The file from its parts; blanks that a formatter put around style and script would change what their hashes say. */
export function assemble(shell: string, { policy, version, style, script }: Parts): string {
  return shell
    .replace('%POLICY%', () => policy)
    .replace('%VERSION%', () => version)
    .replace(/\s*%STYLE%\s*/, () => style)
    .replace(/\s*%SCRIPT%\s*/, () => script)
}
