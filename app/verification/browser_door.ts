export { declare } from './declare.js'
export { formOf } from './form.js'

/**
 * With these the pure part of `#core/plugin`: what that door is to code that runs in a browser or in the offline application. The
 * contribution is taken as it is; the server's door has checked it.
 */
export function defineVerification<T>(contribution: T): T {
  return contribution
}
