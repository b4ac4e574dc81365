import { defineConfig, services } from '@adonisjs/drive'
import env from '#start/env'
import { bucketOptions } from '#services/file_store'
import { privateFolder } from '#services/work_folder'

/** Every file is private: it leaves only through the authorising route. */
export default defineConfig({
  default: env.get('SIKS_FILES', 'fs'),
  services: {
    fs: services.fs({
      location: env.get('SIKS_FILES_DIR') || privateFolder('files'),
      serveFiles: false,
      visibility: 'private',
    }),
    ...(env.get('SIKS_FILES') === 's3' ? { s3: services.s3(bucketOptions(process.env)) } : {}),
  },
})
