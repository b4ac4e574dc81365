import edge from 'edge.js'

edge.global('appName', 'SIKS-NG Online')
