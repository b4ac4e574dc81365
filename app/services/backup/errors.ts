/** A backup or restore that cannot be done. Nothing of the target was changed. */
export class BackupError extends Error {
  constructor(
    readonly code: 'E_BACKUP_FOLDER' | 'E_BACKUP_MANIFEST' | 'E_BACKUP_VERSION' | 'E_BACKUP_DAMAGED' | 'E_RESTORE_TARGET',
    message: string,
  ) {
    super(message)
  }
}
