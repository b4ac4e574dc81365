import { join } from 'node:path'
import { defineConfig, services } from '@adonisjs/drive'
import env from '#start/env'
import { dataFolder } from '#services/database/addresses'
import { bucketOptions } from '#services/file_store'

/** Every file is private: it leaves only through the authorising route. */
export default defineConfig({
  default: env.get('SIKS_FILES', 'fs'),
  services: {
    fs: services.fs({
      location: env.get('SIKS_FILES_DIR') || join(dataFolder(), 'files'),
      serveFiles: false,
      visibility: 'private',
    }),
    ...(env.get('SIKS_FILES') === 's3' ? { s3: services.s3(bucketOptions(process.env)) } : {}),
  },
})
