import { defineConfig } from 'vite'
import adonisjs from '@adonisjs/vite/client'
import { trimUnused } from './resources/tools/trim_unused.js'

const trim = trimUnused(
  ['resources', 'plugins'],
  ['.edge', '.js', '.css'],
  ['notice-', 'state-', 'tile-', 'btn-', 'diff-', 'leaflet-'],
)

export default defineConfig(({ command }) => ({
  plugins: [
    adonisjs({
      entryPoints: [
        'resources/css/app.css',
        'resources/css/map.css',
        'resources/js/app.js',
        'resources/js/charts.js',
        'resources/js/upload.js',
        'resources/js/imports.js',
        'resources/js/map.js',
        'resources/js/verify.js',
        'resources/js/record_form.js',
      ],
      assets: { assets: ['resources/images/icons.svg'] },
      reload: ['resources/views/**/*.edge', 'plugins/*/views/**/*.edge'],
    }),
  ],
  worker: { format: 'es' },
  css: { postcss: { plugins: command === 'build' ? [trim] : [] } },
  build: { target: ['chrome109', 'firefox115'], rolldownOptions: { checks: { bundlerTimings: false } } },
}))
