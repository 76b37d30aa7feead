// deno-fmt-ignore-file
/**
 * Rows of the atlas's tables as they travel to the page: days are whole numbers since 1970-01-01,
 * a gap is null, that of a text is empty. Written by `make data` from data/datapackage.json.
 */
export interface AtlasTables {
  sources: { id: string; title: string; publisher: string; url: string; copy_of: string; date: string; licence: string; archived: string; dead: number | null; sha256: string; captured: number | null; read: number | null; note: string };
  rights: { id: string; tables: string; licence: string; url: string; share_alike: boolean; credit_en: string; credit_ar: string; credit_ckb: string };
  publishers: { publisher: string; kind: string; side: string; side_source: string };
  governorates: { iso: string; pcode: string; name_en: string; name_ar: string; name_ckb: string; alt_names: string; since: string; formed_from: string; source: string; note: string };
  districts: { pcode: string; governorate: string; name_en: string; name_ar: string; name_ckb: string; alt_names: string; source: string; note: string };
  subdistricts: { pcode: string; district: string; belt: boolean; name_en: string; name_ar: string; name_ckb: string; alt_names: string; source: string; note: string };
  areas: { id: string; name_en: string; name_ar: string; name_ckb: string; level: string; pcodes: string; list_number: number | null; source: string; says: string; note: string };
  bases: { id: string; area: string; basis: string; said_by: string; claimant: string; since: number; precision: string; text: string; source: string; says: string; note: string; checked: number | null };
  fields: { id: string; name_en: string; name_ar: string; name_ckb: string; alt_names: string; kind: string; lon: number; lat: number; position_confidence: string; position_source: string; position_note: string; discovered: string; first_production: string; reserves_mmbbl: number | null; reserves_note: string; status: string; disputed: string; disputed_basis: string; source: string; note: string; checked: number | null };
  field_periods: { id: string; field: string; start: number; end: number | null; precision: string; operator: string; run_by: string; holder: string; text: string; source: string; says: string; evidence: string; publishers: number | null; newest: string; note: string; checked: number | null };
  production: { id: string; subject: string; start: number; end: number; value: number; unit: string; qualifier: string; period: string; source: string; says: string; evidence: string; publishers: number | null; newest: string; note: string; checked: number | null };
  groups: { group: string; field: string; source: string; note: string };
  pipelines: { id: string; name_en: string; name_ar: string; name_ckb: string; kind: string; commodity: string; flow: string; operator: string; capacity_bpd: number | null; capacity_note: string; diameter_in: string; opened: string; position_confidence: string; position_source: string; position_note: string; wkt: string; source: string; note: string };
  pipeline_states: { id: string; pipeline: string; start: number; end: number | null; precision: string; state: string; text: string; source: string; says: string; evidence: string; publishers: number | null; newest: string; note: string; checked: number | null };
  refineries: { id: string; name_en: string; name_ar: string; name_ckb: string; governorate: string; lon: number | null; lat: number | null; position_confidence: string; position_note: string; capacity_bpd: number | null; capacity_note: string; operator: string; control_note: string; source: string; says: string; note: string };
  crossings: { id: string; name_en: string; name_ar: string; name_ckb: string; alt_names: string; kind: string; neighbour: string; governorate: string; lon: number | null; lat: number | null; position_confidence: string; position_note: string; official: string; source: string; note: string };
  crossing_periods: { id: string; crossing: string; start: number; end: number | null; precision: string; run_by: string; state: string; text: string; source: string; says: string; evidence: string; publishers: number | null; newest: string; note: string; checked: number | null };
  places: { id: string; name_en: string; name_ar: string; name_ckb: string; alt_names: string; kind: string; rank: number; lon: number; lat: number; population: number | null; pcode: string; position_confidence: string; source: string; note: string; checked: number | null };
  census_totals: { code: string; level: string; name: string; governorate: string; urban_male: number; urban_female: number; rural_male: number; rural_female: number; source: string; note: string; checked: number | null };
  census: { code: string; name: string; district_code: string; governorate: string; date: number; pcode: string; match: string; urban_male: number; urban_female: number; rural_male: number; rural_female: number; source: string; note: string; checked: number | null };
  administration: { id: string; pcode: string; part: string; date: number; precision: string; governorate: string; district: string; side: string; source: string; says: string; note: string; checked: number | null };
  events: { id: string; start: number; end: number | null; precision: string; place: string; lon: number | null; lat: number | null; position_precision: string; type: string; actor_a: string; actor_b: string; deaths_best: number | null; deaths_low: number | null; deaths_high: number | null; from_holder: string; to_holder: string; about: string; same_as: string; text: string; source: string; says: string; evidence: string; publishers: number | null; newest: string; note: string; checked: number | null };
  conflict: { id: string; start: number; end: number | null; kind: string; side_a: string; side_b: string; place: string; spelling: string; lon: number; lat: number; position_precision: string; deaths_low: number; deaths_best: number; deaths_high: number; reports: number | null; source: string };
  sides: { id: string; ucdp: string; name_en: string; name_ar: string; name_ckb: string; source: string };
  actors: { id: string; name_en: string; name_ar: string; name_ckb: string; since: number | null; until: number | null; text: string; source: string; note: string };
  parts: { id: string; pcode: string; name_en: string; name_ar: string; name_ckb: string; source: string; note: string };
  seeds: { place: string; part: string; source: string; note: string; checked: number | null };
  spells: { id: string; unit: string; start: number; end: number | null; precision: string; earliest: number | null; latest: number | null; holder: string; forces: string; source: string; says: string; evidence: string; publishers: number | null; newest: string; note: string; checked: number | null };
  instruments: { id: string; name_en: string; name_ar: string; name_ckb: string; date: number; precision: string; text: string; source: string; says: string; note: string; checked: number | null };
  claims: { id: string; claimant: string; instrument: string; pcodes: string; start: number; end: number | null; precision: string; text: string; source: string; says: string; evidence: string; publishers: number | null; newest: string; note: string; checked: number | null };
  views: { id: string; perspective: string; start: number; end: number | null; pcodes: string; class: string; claim: string; source: string; note: string };
  perspectives: { id: string; name_en: string; name_ar: string; name_ckb: string; text_en: string; text_ar: string; text_ckb: string; source: string; note: string };
  accepted: { rule: string; table: string; key: string; note: string; checked: number | null };
  assertions: { lon: number; lat: number; day: number; perspective: string; expected: string; source: string; reason: string; seen: boolean };
  reviews: { table: string; id: string; source: string; verdict: string; finding: string; read: number; answered: string; day: string };
  translations: { table: string; id: string; field: string; language: string; english: string; text: string };
  retired: { table: string; id: string; replaced_by: string; reason: string; version: string };
}
