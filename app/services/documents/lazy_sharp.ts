import type Sharp from 'sharp'

let loaded: Promise<typeof Sharp> | undefined

/** The library for pictures, loaded where one is read: it costs a process 20 MB that most never need. */
export function loadSharp(): Promise<typeof Sharp> {
  return (loaded ??= import('sharp').then((module) => module.default))
}
