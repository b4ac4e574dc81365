/** Small settings in the browser. A browser that blocks storage throws at the first look; the application goes on without. */

export function readLocal(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

/** Whether it is kept. */
export function writeLocal(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value)
    return true
  } catch {
    return false
  }
}

export function removeLocal(name: string): void {
  try {
    localStorage.removeItem(name)
  } catch {
    return
  }
}
