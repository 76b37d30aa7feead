/** The page's first script: Leaflet, which names itself `L`. */
import 'leaflet';
