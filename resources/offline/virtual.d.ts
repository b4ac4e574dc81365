declare const OFFLINE_VERSION: string

declare module 'virtual:offline-modules' {
  const modules: readonly import('./modules.js').OfflineModule[]
  export default modules
}

declare module '*.html?raw' {
  const html: string
  export default html
}

declare module '*.svg?raw' {
  const svg: string
  export default svg
}

declare module '*.css'

declare module '@alpinejs/csp' {
  interface Magics {
    $el: HTMLElement
    $root: HTMLElement
    $nextTick(then: () => void): void
  }
  const Alpine: {
    data(name: string, component: () => object & ThisType<Magics>): void
    store<T extends object>(name: string, value: T): void
    store(name: string): object
    reactive<T extends object>(value: T): T
    start(): void
    nextTick(then: () => void): void
  }
  export default Alpine
}
