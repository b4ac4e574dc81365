import type { HttpContext } from '@adonisjs/core/http'

type Controller = () => Promise<{ default: new (...args: never[]) => object }>
export type Handler = [Controller, string] | ((ctx: HttpContext) => unknown)
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A route with its permission. One without `can` cannot be registered: `defineRoutes` returns only finished definitions. */
export interface RouteDefinition {
  method: Method
  pattern: string
  handler: Handler
  permission: string
  name: string
  /** A page of the ministry's desks, of no regency; who has no right to it finds no page. */
  national: boolean
}

class Named {
  constructor(private readonly draft: Omit<RouteDefinition, 'name'>) {}
  /** The page belongs to a desk of the ministry and needs no regency in its address. */
  national(): Named {
    return new Named({ ...this.draft, national: true })
  }
  as(name: string): RouteDefinition {
    return Object.freeze({ ...this.draft, name })
  }
}

class Draft<P extends string> {
  constructor(
    private readonly method: Method,
    private readonly pattern: string,
    private readonly handler: Handler,
  ) {}
  can(permission: P): Named {
    return new Named({ method: this.method, pattern: this.pattern, handler: this.handler, permission, national: false })
  }
}

const draw = <P extends string>() => ({
  get: (pattern: string, handler: Handler) => new Draft<P>('GET', pattern, handler),
  post: (pattern: string, handler: Handler) => new Draft<P>('POST', pattern, handler),
  put: (pattern: string, handler: Handler) => new Draft<P>('PUT', pattern, handler),
  patch: (pattern: string, handler: Handler) => new Draft<P>('PATCH', pattern, handler),
  delete: (pattern: string, handler: Handler) => new Draft<P>('DELETE', pattern, handler),
})

/** Routes of a plugin, relative to its path; sign-in, region switch, permission and scope are put on by the core. */
export function defineRoutes<P extends string>(
  define: (route: ReturnType<typeof draw<P>>) => RouteDefinition[],
): RouteDefinition[] {
  return define(draw<P>())
}
