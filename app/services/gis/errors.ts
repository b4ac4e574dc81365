/** Why a file of boundaries cannot be taken, or a decision about one cannot be made. */
export type GisCode =
  | 'E_GIS_FORMAT'
  | 'E_GIS_BROKEN'
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
