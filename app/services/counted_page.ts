const SIZES = [25, 50, 100]

type Asked = Readonly<Record<string, unknown>>

/** One page of a list whose rows are all at hand, with what the pager shows and the ranks at which its neighbours begin. */
export interface CountedPage<Row> {
  rows: Row[]
  total: number
  size: number
  page: number
  next: string | null
  previous: string | null
}

export function sizeOf({ baris }: Asked): number {
  return SIZES.find((known) => String(known) === baris) ?? SIZES[0]!
}

/** Where a page of a list that is counted begins: behind `sesudah`, or so many before `sebelum`. */
export function startOf({ sesudah, sebelum }: Asked, total: number, size: number): number {
  const rank = (text: unknown) => (/^\d{1,4}$/.test(String(text ?? '')) ? Number(text) : null)
  const [after, before] = [rank(sesudah), rank(sebelum)]
  const wanted = after ?? (before === null ? 0 : Math.max(0, before - size))
  return wanted < total ? wanted : 0
}

export function countedPage<Row>(all: readonly Row[], asked: Asked): CountedPage<Row> {
  const size = sizeOf(asked)
  const start = startOf(asked, all.length, size)
  return {
    ...{ rows: all.slice(start, start + size), total: all.length, size, page: Math.floor(start / size) + 1 },
    next: start + size < all.length ? String(start + size) : null,
    previous: start > 0 ? String(start) : null,
  }
}
