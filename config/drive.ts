import { join } from 'node:path'
import { defineConfig, services } from '@adonisjs/drive'
import env from '#start/env'
import { dataFolder } from '#services/database/addresses'

/** Every file is private: it leaves only through the authorising route. */
export default defineConfig({
  default: 'fs',
  services: {
    fs: services.fs({
      location: env.get('SIKS_FILES_DIR') || join(dataFolder(), 'files'),
      serveFiles: false,
      visibility: 'private',
    }),
  },
})
