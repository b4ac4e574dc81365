export const DEMO_PASSWORD = 'Siks-Demo-2019'

/** Accounts that exist in the demonstration alone. `printed`: the first page of that account has a task that can be finished. */
export const ACCOUNTS = [
  { login: 'supervisor.3371', role: 'supervisor_regency', region: '33.71', name: 'Ratna Uji Lestari', printed: true },
  { login: 'supervisor.3403', role: 'supervisor_regency', region: '34.03', name: 'Bambang Uji Santoso', printed: true },
  { login: 'provinsi.33', role: 'supervisor_province', region: '33', name: 'Hartono Uji', printed: true },
  { login: 'pusdatin', role: 'pusdatin', region: '00', name: 'Pusdatin Kesos (demo)', printed: true },
  { login: 'pfm', role: 'pfm_reviewer', region: '00', name: 'Pemeriksa PFM (demo)', printed: true },
  { login: 'auditor', role: 'auditor', region: '00', name: 'Auditor (demo)', printed: true },
] as const
