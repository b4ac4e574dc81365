export type Role = 'supervisor_regency' | 'supervisor_province' | 'pfm_reviewer' | 'pusdatin' | 'auditor'

/** Who acts: a person, or what acts without one. */
export interface Actor {
  /** Absent for the console and the scheduler. */
  id: string | null
  name: string
  role: Role | 'console' | 'system'
}

export const SYSTEM: Actor = { id: null, name: 'Sistem', role: 'system' }
export const CONSOLE: Actor = { id: null, name: 'Konsol', role: 'console' }
/** Whoever sends a form before signing in. */
export const VISITOR: Actor = { id: null, name: 'Formulir bantuan masuk', role: 'system' }
