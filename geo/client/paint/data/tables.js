/**
 * Types of the page's data as `geo/draw` writes it: tables of the atlas, which travel as columns, and what is
 * said of all of them. Days are whole numbers since 1970-01-01.
 */

/** @import { Crossing, CrossingPeriod, Field, Pipeline, PipelineLength, PipelineState, ProductionData, Refinery } from './oil_tables.js' */

/**
 * A table as it travels: one list a column. `rowsOf` in bundle.js makes rows of it.
 * @template T
 * @typedef {{[K in keyof T]: T[K][]}} Columns
 */

/**
 * Names of a record in the languages of the page; one of them at least is there.
 * @typedef {Object} Named
 * @property {string} [id]
 * @property {?string} [name_en]
 * @property {?string} [name_ar]
 * @property {?string} [name_ckb]
 */

/** A text by language. @typedef {Record<string, string>} Text */

/** West, south, east, north in degrees. @typedef {[number, number, number, number]} Box */

/** Degrees. @typedef {{lat: number, lng: number}} Position */

/** Where a thing lies: a point, or the box around it. @typedef {Position | Box} Place */

/** Start and end of something that lasts: [start, end) in days, end null where it lasts. @typedef {{start: number, end: ?number}} Span */

/**
 * A unit of control: a sub-district, or a part of one.
 * @typedef {Object} Unit
 * @property {string} unit
 * @property {string} pcode
 * @property {string} district
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} alt_names
 * @property {number} km2
 * @property {boolean} main
 */

/**
 * A governorate.
 * @typedef {Object} Governorate
 * @property {string} iso
 * @property {string} since
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} alt_names
 * @property {number} km2
 * @property {number} lon
 * @property {number} lat
 * @property {number[]} units places of its units in the list of units
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 */

/**
 * A district.
 * @typedef {Object} District
 * @property {string} pcode
 * @property {string} governorate
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} alt_names
 * @property {number} km2
 * @property {number} lon
 * @property {number} lat
 * @property {number[]} units places of its units in the list of units
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 */

/**
 * Who held a unit from when to when.
 * @typedef {Object} Spell
 * @property {number} unit
 * @property {number} number of its id, which is the unit's and this one
 * @property {?string} context code of the district or governorate that it is told of as a whole; null of the unit itself
 * @property {number} start day
 * @property {?number} end day after the last one, null where it lasts
 * @property {string} precision
 * @property {string} holder
 * @property {string} forces
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} evidence what its sources say of it
 * @property {number} publishers independent ones that say so
 * @property {number} earliest first day on which it may have begun
 * @property {number} latest last such day
 * @property {?number} dated of the strata of its day, where that is in doubt
 * @property {Strata} strata of an error of its holder
 * @property {string} note
 */

/** The quantiles of a group of doubts: of sample j, (j * step + first) mod the number of samples.
 * @typedef {[step: number, first: number]} Strata */

/**
 * What the samples of who holds what are drawn from (geo/ask/uncertainty).
 * @typedef {Object} DoubtTables
 * @property {number} samples how many there are
 * @property {[low: number, high: number]} ends of a band among the samples in order
 * @property {CertaintyTables} certainty
 * @property {string[]} alone holders that hold ground alone
 * @property {Strata[]} dates
 * @property {number[][]} beside units beside each unit, the longest common border first
 * @property {{strata: Strata, steps: [unit: number, other: number, share: number][][]}[]} cuts by sub-district, for
 *   each step from a line, the ground that falls to another part where it lies elsewhere
 */

/**
 * The rules of certainty (geo/ask/certainty.py).
 * @typedef {Object} CertaintyTables
 * @property {[least: number, grade: string][]} grades the lowest probability of each
 * @property {number} undisputed probability where no rule has a doubt
 * @property {string[]} divided holders that are no side of their own
 * @property {number} sharesDivided probability where one of them is recorded
 * @property {number} denied probability where a page denies the row
 * @property {[ratio: number, share: number][]} steps from a line, the farthest first
 */

/** A settlement by which ground is placed between holders. @typedef {{unit: number, lon: number, lat: number}} Settlement */

/**
 * How near a line most of a unit's ground is, from a day on.
 * @typedef {Object} NearLine
 * @property {number} unit
 * @property {number} start day
 * @property {null} end
 * @property {number} step of the steps from a line, -1 while no line cuts its sub-district
 * @property {number} doubt per cent of its ground that is in doubt for it
 */

/**
 * How a perspective classes a unit from when to when; as held, a spell says more.
 * @typedef {Object} Class
 * @property {number} unit
 * @property {number} start day
 * @property {?number} end day after the last one, null where it lasts
 * @property {string} holder
 */

/**
 * A perspective, in words.
 * @typedef {Object} Perspective
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} text_en
 * @property {string} text_ar
 * @property {string} text_ckb
 * @property {string} source ids of sources, joined by ;
 */

/**
 * Somebody who may hold ground.
 * @typedef {Object} Actor
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} text
 */

/**
 * People that a census counted in a sub-district, or in a district of which no more is known.
 * @typedef {Object} Count
 * @property {string} pcode
 * @property {string} live
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {number} people
 * @property {number[]} units places of its units in the list of units
 * @property {string} source ids of sources, joined by ;
 */

/**
 * Who administered a sub-district, or a part of it, by what was attested on a day.
 * @typedef {Object} Administration
 * @property {string} pcode
 * @property {string} part
 * @property {number} date day
 * @property {string} precision
 * @property {string} governorate
 * @property {string} side
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 */

/**
 * People that a census counted in a sub-district, as the layer of circles has them.
 * @typedef {Object} CensusRow
 * @property {string} pcode
 * @property {number} people
 * @property {number} urban
 * @property {number} rural
 * @property {number} date day
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {number} lon
 * @property {number} lat
 */

/**
 * A country around.
 * @typedef {Object} Neighbour
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {number} lon
 * @property {number} lat
 */

/**
 * A river.
 * @typedef {Object} River
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {number} lon
 * @property {number} lat
 * @property {number} rank
 */

/**
 * A lake.
 * @typedef {Object} Lake
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {number} lon
 * @property {number} lat
 * @property {string} kind
 * @property {string} position
 */

/**
 * An area that somebody says is disputed.
 * @typedef {Object} DisputedArea
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} level
 * @property {string} pcodes
 * @property {?number} list_number
 * @property {number} km2
 * @property {number} lon
 * @property {number} lat
 * @property {number[]} units places of its units in the list of units
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 */

/**
 * Who says that an area is disputed.
 * @typedef {Object} Basis
 * @property {string} area
 * @property {string} basis
 * @property {string} said_by
 * @property {string} claimant
 * @property {number} since
 * @property {string} precision
 * @property {string} text
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} note
 */

/**
 * A line of separation.
 * @typedef {Object} Line
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} source ids of sources, joined by ;
 */

/**
 * An event of the atlas.
 * @typedef {Object} AtlasEvent
 * @property {string} id
 * @property {number} start day
 * @property {?number} end day after the last one, null where it lasts
 * @property {string} precision
 * @property {string} place
 * @property {number} lon
 * @property {number} lat
 * @property {string} position_precision
 * @property {string} type
 * @property {string} actor_a
 * @property {string} actor_b
 * @property {?number} deaths_best
 * @property {?number} deaths_low
 * @property {?number} deaths_high
 * @property {string} from_holder
 * @property {string} to_holder
 * @property {string} about
 * @property {string} same_as ids of armed conflict events, joined by ;
 * @property {string} text
 * @property {string} source ids of sources, joined by ;
 * @property {string} says what each of them says of it
 * @property {string} evidence what its sources say of it
 * @property {number} publishers independent ones that say so
 * @property {string} note
 * @property {number} checked day
 * @property {number} at place of its unit in the list of units, -1 outside
 */

/**
 * An armed conflict event, by the name of its place.
 * @typedef {Object} ConflictEvent
 * @property {string} id
 * @property {number} start day
 * @property {?number} end last day, null where it is the first
 * @property {string} kind
 * @property {string} side_a
 * @property {string} side_b
 * @property {string} spelling
 * @property {number} lon
 * @property {number} lat
 * @property {string} position_precision
 * @property {number} deaths_low
 * @property {number} deaths_best
 * @property {number} deaths_high
 * @property {?number} reports
 * @property {string} source
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {number} at place of its unit in the list of units, -1 outside
 */

/**
 * A town or village.
 * @typedef {Object} Town
 * @property {string} id
 * @property {string} name_en
 * @property {string} name_ar
 * @property {string} name_ckb
 * @property {string} alt_names
 * @property {string} kind
 * @property {number} rank
 * @property {number} lon
 * @property {number} lat
 * @property {number} at place of its unit in the list of units, -1 outside
 * @property {?number} population
 * @property {string} pcode
 * @property {string} source ids of sources, joined by ;
 * @property {string} note
 */

/**
 * Lines or rings as steps from a corner, in whole multiples of `scale` degrees.
 * @typedef {Object} Shapes
 * @property {number} scale
 * @property {number} x0
 * @property {number} y0
 * @property {boolean} closed
 * @property {number[][][]} parts for each record its lines, each a flat list of steps
 */

/**
 * All borders of the units, each once.
 * @typedef {Object} TopologyData
 * @property {number} scale
 * @property {number} x0
 * @property {number} y0
 * @property {number[][]} arcs flat lists of steps
 * @property {number[]} left for each arc the unit on its left, -1 outside
 * @property {number[]} right
 * @property {number[]} level 0 country, 1 governorate, 2 district, 3 sub-district, 4 a cut within one
 * @property {number[][][]} rings for each unit its rings of arcs; ~i is arc i from its end
 */

/** What the sources of a spell say of it. @typedef {Span & {unit: number, evidence: string}} Evidence */

/** How far a front between two parts was inferred over (geo/ask/uncertainty/fronts.py). @typedef {{unit: number, other: number, km: number}} FrontWidth */

/**
 * The tables of the layers that a page carries.
 * @typedef {Object} Tables
 * @property {TopologyData} topology
 * @property {Columns<Unit>} units
 * @property {{day: number, counts: Columns<Count>, administration: Columns<Administration>}} [residents]
 * @property {Columns<CensusRow>} people
 * @property {Columns<District>} districts
 * @property {Columns<Governorate>} governorates
 * @property {{rows: Columns<Neighbour>, shapes: Shapes}} neighbours
 * @property {{spells: Columns<Spell>, views: Record<string, Columns<Class>>, perspectives: Columns<Perspective>, actors: Columns<Actor>, widths: Columns<FrontWidth>, lines: Columns<NearLine>, settlements: Columns<Settlement>, doubt: DoubtTables}} control
 * @property {{spells: Columns<Evidence>, fills: Record<string, string>}} evidence
 * @property {{rivers: {rows: Columns<River>, shapes: Shapes}, lakes: {rows: Columns<Lake>, shapes: Shapes}}} water
 * @property {{areas: Columns<DisputedArea>, bases: Columns<Basis>}} disputed
 * @property {{rows: Columns<Line>, shapes: Shapes}} lines
 * @property {{rows: Columns<Pipeline>, shapes: Shapes, lengths: Columns<PipelineLength>, states: Columns<PipelineState>}} pipelines
 * @property {ProductionData & {rows: Columns<Field>}} fields
 * @property {Columns<Refinery>} refineries
 * @property {{rows: Columns<Crossing>, periods: Columns<CrossingPeriod>}} crossings
 * @property {Columns<AtlasEvent>} events
 * @property {{rows: Columns<ConflictEvent>, sides: Columns<Named & {id: string}>}} conflict
 * @property {Columns<Town>} towns
 * @property {import('../user_areas/layer.js').UserAreaData} [user_areas]
 */

export {};
