/**
 * Types of the tables of oil and of the ways across the border, rows as `rowsOf` makes them. Days are whole numbers
 * since 1970-01-01.
 */

/** @import { Columns } from './tables.js' */

/**
 * A pipeline.
 * @typedef {Object} Pipeline
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} kind
 * @property {string} commodity
 * @property {string} flow
 * @property {string} operator
 * @property {?number} capacity_bpd
 * @property {string} capacity_note
 * @property {string} diameter_in
 * @property {string} opened
 * @property {string} position_confidence
 * @property {string} position_source
 * @property {string} position_note
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 */

/**
 * Kilometres of a pipeline in a unit.
 * @typedef {Object} PipelineLength
 * @property {string} id
 * @property {number} at place of its unit in the list of units, -1 outside
 * @property {number} km
 */

/**
 * Whether a pipeline was open.
 * @typedef {Object} PipelineState
 * @property {string} pipeline
 * @property {number} start day
 * @property {?number} end day after the last one, null where it lasts
 * @property {string} precision
 * @property {string} state
 * @property {string} text
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} evidence what its sources say of it
 * @property {number} publishers independent ones that say so
 */

/**
 * An oil or gas field.
 * @typedef {Object} Field
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} alt_names
 * @property {string} kind
 * @property {number} lon
 * @property {number} lat
 * @property {string} position_confidence
 * @property {string} position_source
 * @property {string} position_note
 * @property {string} discovered
 * @property {string} first_production
 * @property {?number} reserves_mmbbl
 * @property {string} reserves_note
 * @property {string} status
 * @property {string} disputed
 * @property {string} disputed_basis
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 * @property {number} at place of its unit in the list of units, -1 outside
 */

/**
 * Who held a field, and who operated it.
 * @typedef {Object} FieldPeriod
 * @property {string} field
 * @property {number} start day
 * @property {?number} end day after the last one, null where it lasts
 * @property {string} precision
 * @property {string} operator
 * @property {string} run_by
 * @property {string} holder
 * @property {string} text
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} evidence what its sources say of it
 * @property {number} publishers independent ones that say so
 * @property {number} earliest first day on which it may have begun
 * @property {number} latest first day on which it is certain to have begun
 */

/**
 * What a field produced over a stretch of days, in barrels a day: from `best` on the first to `last` on the last.
 * @typedef {Object} OutputStep
 * @property {string} field
 * @property {number} start day
 * @property {number} end day
 * @property {number} low
 * @property {number} best
 * @property {number} high
 * @property {number} last
 * @property {string} kind
 * @property {number} since
 * @property {?number} until
 * @property {string} source ids of sources, joined by ;
 * @property {string} low_source
 * @property {string} high_source
 * @property {boolean} measured
 */

/**
 * A figure of production as a source gives it.
 * @typedef {Object} Figure
 * @property {string} subject
 * @property {number} start day
 * @property {number} end day after the last one, null where it lasts
 * @property {number} value
 * @property {string} unit
 * @property {string} qualifier
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} evidence what its sources say of it
 * @property {number} publishers independent ones that say so
 * @property {string} note
 */

/**
 * What fields produced.
 * @typedef {Object} ProductionData
 * @property {Columns<FieldPeriod>} periods
 * @property {Columns<OutputStep>} output
 * @property {Columns<Figure>} production
 * @property {string[]} doubted qualifiers of figures that are not relied on
 */

/**
 * A refinery.
 * @typedef {Object} Refinery
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {?number} lon
 * @property {?number} lat
 * @property {number} at place of its unit in the list of units, -1 outside
 * @property {string} position_confidence
 * @property {string} position_note
 * @property {number} capacity_bpd
 * @property {string} capacity_note
 * @property {string} operator
 * @property {string} control_note
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} note
 */

/**
 * A border crossing or an airport.
 * @typedef {Object} Crossing
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} alt_names
 * @property {string} kind
 * @property {string} neighbour
 * @property {string} governorate
 * @property {?number} lon
 * @property {?number} lat
 * @property {string} position_confidence
 * @property {string} position_note
 * @property {string} official
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 * @property {number} at place of its unit in the list of units, -1 outside
 */

/**
 * Who ran a crossing and whether it was open.
 * @typedef {Object} CrossingPeriod
 * @property {string} crossing
 * @property {number} start day
 * @property {?number} end day after the last one, null where it lasts
 * @property {string} precision
 * @property {string} run_by
 * @property {string} state
 * @property {string} text
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} evidence what its sources say of it
 * @property {number} publishers independent ones that say so
 * @property {string} note
 */

export {};
