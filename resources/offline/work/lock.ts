const TIMEOUT = 250

/** Told when another tab tries to open the package this one holds. */
export type Knocked = () => void

/**
 * Takes the package for this tab alone. Resolves to a function that gives it back, or to `null` when another tab holds it; that tab is
 * told. Where the browser has no locks for files, the tabs ask each other.
 */
export async function takeIssue(issue: string, knocked: Knocked): Promise<(() => void) | null> {
  const name = `siks-${issue}`
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null
  const release = (await byLock(name)) ?? (await byAsking(channel))
  if (release === 'held') {
    channel?.postMessage('knock')
    channel?.close()
    return null
  }
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data === 'knock') knocked()
      if (data === 'who') channel.postMessage('held')
    }
  }
  return () => {
    release()
    channel?.close()
  }
}

/** `null` where there are no locks. */
function byLock(name: string): Promise<(() => void) | 'held' | null> {
  if (!navigator.locks) return Promise.resolve(null)
  return new Promise((resolve) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve('held')
        return new Promise<void>((give) => resolve(() => give()))
      })
      .catch(() => resolve(null))
  })
}

function byAsking(channel: BroadcastChannel | null): Promise<(() => void) | 'held'> {
  if (!channel) return Promise.resolve(() => undefined)
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(() => undefined), TIMEOUT)
    channel.onmessage = ({ data }) => {
      if (data !== 'held') return
      clearTimeout(timer)
      resolve('held')
    }
    channel.postMessage('who')
  })
}
