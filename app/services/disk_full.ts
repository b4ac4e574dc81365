import { statfs } from 'node:fs/promises'
import { ToldError } from '#services/told_error'

/** A disk or a quota without room, as the system and as PostgreSQL say it. */
const FULL = ['ENOSPC', 'EDQUOT', '53100']
const ROOM_BYTES = 1024 * 1024

/** What a person is told whose work found no room; nothing of it was kept. */
export class DiskFull extends ToldError {
  readonly code = 'E_DISK_FULL'

  constructor() {
    super({
      id: 'Ruang penyimpanan server penuh, sehingga pekerjaan ini dibatalkan dan tidak ada yang tersimpan setengah. Coba lagi setelah ruangnya dikosongkan; hubungi Pusdatin bila tetap penuh.',
      en: 'The storage of the server is full, so this job was cancelled and nothing was kept by half. Try again once there is room; tell Pusdatin if it stays full.',
    })
  }
}

/** Whether an error says so, or one of those that caused it. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && FULL.includes(String(error.code))) || isDiskFull(error.cause)
}

/** Whether there is no room to speak of in a folder, for libraries that keep the reason to themselves. */
export async function hasNoRoom(folder: string): Promise<boolean> {
  const room = await statfs(folder).catch(() => null)
  return room !== null && room.bavail * room.bsize < ROOM_BYTES
}
