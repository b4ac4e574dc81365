import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

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

export class GisError extends ToldError {
  readonly status: number

  constructor(
    readonly code: GisCode,
    said: Text | string,
  ) {
    super(said)
    this.status = code === 'E_GIS_CANDIDATE' ? 404 : 422
  }
}

export function brokenJson(): GisError {
  return new GisError('E_GIS_BROKEN', {
    id: 'Isi berkas bukan JSON yang utuh. Salin atau unduh ulang berkasnya dari sumbernya.',
    en: 'The content of the file is not complete JSON. Copy or download the file from its source again.',
  })
}

/** @param where stands at the beginning of the sentence */
export function spoiltText(where: Text): GisError {
  return new GisError('E_GIS_ENCODING', {
    id: `${where.id} bukan UTF-8, sehingga nama wilayah tidak terbaca dengan benar. Simpan ulang berkasnya sebagai UTF-8.`,
    en: `${where.en} is not UTF-8, so that names of regions cannot be read correctly. Save the file as UTF-8 again.`,
  })
}
