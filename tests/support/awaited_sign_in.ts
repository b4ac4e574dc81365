import { decoratorsCollection } from '@japa/browser-client'

/**
 * The framework's `loginAs` of a browser begins to write the session and its cookie and does not wait for them: a page that is asked for
 * at once may come without them, and leads to the sign-in. Here it waits. Stands behind the plugins of session and authentication.
 */
export function awaitedSignIn() {
  return () => {
    decoratorsCollection.register({
      context(context) {
        const { setSession, loginAs } = context
        let written: Promise<void> | undefined
        context.setSession = (values) => (written = setSession(values))
        context.loginAs = async (...args: Parameters<typeof loginAs>) => {
          await loginAs(...args)
          await written
        }
      },
    })
  }
}
