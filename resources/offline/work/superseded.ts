import type { PackageManifest } from '#siks/package'

/** The newest package of one module and regency that was opened on this computer. */
export interface Seen {
  regency: string
  module: string
  edition: string
  number: number | null
  /** When the office issued it, by the office's clock. */
  issuedAt: string
}

type Opened = Pick<PackageManifest, 'regency' | 'periods' | 'number' | 'created_at'>

function seenIn({ regency, periods, number, created_at: issuedAt }: Opened): Seen[] {
  return (periods ?? []).map(({ module, edition }) => ({
    ...{ regency: regency?.code ?? '', module, edition: edition.id, number: number ?? null, issuedAt },
  }))
}

const isSame = (a: Seen, b: Seen) => a.regency === b.regency && a.module === b.module
const isNewer = (a: Seen, b: Seen) => Date.parse(a.issuedAt) > Date.parse(b.issuedAt)

/** What was seen before with a package that is opened now; the newest of each module and regency stays. */
export function withOpened(seen: readonly Seen[], manifest: Opened): Seen[] {
  const now = seenIn(manifest).filter((own) => !seen.some((known) => isSame(known, own) && isNewer(known, own)))
  return [...seen.filter((known) => !now.some((own) => isSame(known, own))), ...now]
}

/** A later package with another edition: the sure sign that the period of this one is over, whatever the clock here says. */
export function supersededBy(seen: readonly Seen[], manifest: Opened): Seen | undefined {
  const own = seenIn(manifest)
  return seen.find((known) => own.some((mine) => isSame(known, mine) && isNewer(known, mine) && known.edition !== mine.edition))
}
