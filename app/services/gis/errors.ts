/** Why a file of boundaries cannot be taken, or a decision about one cannot be made. */
export type GisCode =
  | 'E_GIS_FORMAT'
  | 'E_GIS_BROKEN'
  | 'E_GIS_ENCODING'
  | 'E_GIS_TOO_BIG'
  | 'E_GIS_TOO_DETAILED'
  | 'E_GIS_PROJECTED'
  | 'E_GIS_SWAPPED'
  | 'E_GIS_OUTSIDE'
  | 'E_GIS_FAR'
  | 'E_GIS_NO_AREAS'
  | 'E_GIS_NUMBERS'
  | 'E_GIS_NO_NAMES'
  | 'E_GIS_CODE_SYSTEM'
  | 'E_GIS_LEVEL'
  | 'E_GIS_WITHIN'
  | 'E_GIS_NOTHING'
  | 'E_GIS_SOURCE'
  | 'E_GIS_CANDIDATE'
  | 'E_GIS_DECIDED'
  | 'E_GIS_REGION'
  | 'E_GIS_FILE'
  | 'E_FORBIDDEN'

export class GisError extends Error {
  readonly status: number

  constructor(
    readonly code: GisCode,
    message: string,
  ) {
    super(message)
    this.status = code === 'E_GIS_CANDIDATE' ? 404 : 422
  }
}

export function brokenJson(): GisError {
  return new GisError('E_GIS_BROKEN', 'Isi berkas bukan JSON yang utuh. Salin atau unduh ulang berkasnya dari sumbernya.')
}

/** @param where stands at the beginning of the sentence */
export function spoiltText(where: string): GisError {
  return new GisError(
    'E_GIS_ENCODING',
    `${where} bukan UTF-8, sehingga nama wilayah tidak terbaca dengan benar. Simpan ulang berkasnya sebagai UTF-8.`,
  )
}
