/** Id of a household in the application: keys are unique within a module only. */
export function idOf(module: string, key: string): string {
  return `${module}/${key}`
}
