import Alpine from '@alpinejs/csp'

Alpine.start()
