import { pluginContract } from '#core/testing'
import plugin from '../plugin.js'

pluginContract(plugin)
