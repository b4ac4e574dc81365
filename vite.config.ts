import { defineConfig } from 'vite'
import adonisjs from '@adonisjs/vite/client'
import { purgeCSSPlugin } from '@fullhuman/postcss-purgecss'

/** Rules of Tabler whose classes no template, script or stylesheet of ours names are left out of the built stylesheet. */
const trim = purgeCSSPlugin({
  content: ['resources/css/[!a]*.css', 'resources/views/**/*.edge', 'plugins/*/views/**/*.edge', 'resources/js/**/*.js'],
  keyframes: true,
  safelist: { deep: [/^\[open/], greedy: [/^(notice|state|tile|btn|diff)-/] },
})

export default defineConfig(({ command }) => ({
  plugins: [
    adonisjs({
      entryPoints: [
        'resources/css/app.css',
        'resources/js/app.js',
        'resources/js/charts.js',
        'resources/js/upload.js',
        'resources/js/verify.js',
      ],
      assets: { assets: ['resources/images/icons.svg'] },
      reload: ['resources/views/**/*.edge', 'plugins/*/views/**/*.edge'],
    }),
  ],
  css: { postcss: { plugins: command === 'build' ? [trim] : [] } },
  build: { target: ['chrome109', 'firefox115'] },
}))
