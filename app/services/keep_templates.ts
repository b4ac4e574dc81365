import type { Edge } from 'edge.js'

/**
 * Reads and compiles each template once. Beside its own cache Edge would walk the component folders for every page, and compile an
 * `@include` that stands among local variables anew each time; both cost more than drawing the page.
 */
export function keepTemplates(edge: Edge): void {
  edge.configure({ cache: true })
  const components = edge.loader.listComponents()
  edge.loader.listComponents = () => components
  for (const compiler of [edge.compiler, edge.asyncCompiler]) {
    const compile = compiler.compile.bind(compiler)
    const kept = new Map<string, ReturnType<typeof compile>>()
    compiler.compile = (path, localVariables) => {
      if (!localVariables) return compile(path)
      const key = `${path} ${localVariables.join(' ')}`
      const found = kept.get(key) ?? compile(path, localVariables)
      kept.set(key, found)
      return found
    }
  }
}
