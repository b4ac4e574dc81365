import { readFileSync } from 'node:fs'
import { defineConfig } from 'vite'
import { offlineModules } from './resources/tools/offline_modules.js'
import { singlePage } from './resources/tools/single_page.js'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

export default defineConfig({
  publicDir: false,
  define: { OFFLINE_VERSION: JSON.stringify(version) },
  plugins: [
    offlineModules(import.meta.dirname),
    singlePage('siks-offline', version, readFileSync('resources/offline/shell.html', 'utf8')),
  ],
  build: {
    target: ['chrome109', 'firefox115'],
    outDir: 'resources/offline/dist',
    emptyOutDir: true,
    cssCodeSplit: false,
    lib: { entry: 'resources/offline/index.ts', formats: ['iife'], name: 'SiksOffline' },
    reportCompressedSize: false,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
})
