interface Split {
  decree: string
  /** Day on which the law came into force. */
  from: string
  /** Former code and the code of today. */
  moves: Readonly<Record<string, string>>
}

/**
 * Regencies of Papua that four laws of 2022 moved to new provinces, with the codes of Kepmendagri 100.1.1-6117/2022. Districts and
 * villages kept their last digits.
 */
const SPLITS: readonly Split[] = [
  {
    decree: 'UU 14/2022 (Papua Selatan)',
    from: '2022-07-25',
    moves: { '91.01': '93.01', '91.16': '93.02', '91.17': '93.03', '91.18': '93.04' },
  },
  {
    decree: 'UU 15/2022 (Papua Tengah)',
    from: '2022-07-25',
    moves: {
      ...{ '91.04': '94.01', '91.07': '94.02', '91.08': '94.03', '91.09': '94.04' },
      ...{ '91.25': '94.05', '91.26': '94.06', '91.27': '94.07', '91.28': '94.08' },
    },
  },
  {
    decree: 'UU 16/2022 (Papua Pegunungan)',
    from: '2022-07-25',
    moves: {
      ...{ '91.02': '95.01', '91.12': '95.02', '91.13': '95.03', '91.14': '95.04' },
      ...{ '91.21': '95.05', '91.22': '95.06', '91.23': '95.07', '91.24': '95.08' },
    },
  },
  {
    decree: 'UU 29/2022 (Papua Barat Daya)',
    from: '2022-12-08',
    moves: { '92.01': '96.01', '92.04': '96.02', '92.05': '96.03', '92.09': '96.04', '92.10': '96.05', '92.71': '96.71' },
  },
]

export interface RegionAlias {
  oldCode: string
  newCode: string
  validFrom: string
  decree: string
}

/** Former regency codes and what they became. */
export const REGION_ALIASES: readonly RegionAlias[] = SPLITS.flatMap(({ decree, from, moves }) =>
  Object.entries(moves).map(([oldCode, newCode]) => ({ oldCode, newCode, validFrom: from, decree })),
)
