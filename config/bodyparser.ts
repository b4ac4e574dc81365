import { defineConfig } from '@adonisjs/core/bodyparser'
import { workFile } from '#services/work_folder'

export default defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  form: { convertEmptyStringsToNull: false, trimWhitespaces: true, types: ['application/x-www-form-urlencoded'], limit: '2mb' },
  json: { convertEmptyStringsToNull: false, types: ['application/json'], limit: '2mb' },
  multipart: {
    autoProcess: true,
    convertEmptyStringsToNull: false,
    processManually: [],
    limit: '11mb',
    types: ['multipart/form-data'],
    tmpFileName: () => workFile('form'),
  },
})
