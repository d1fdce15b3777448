import express, { type RequestHandler } from 'express';

/** Reads bodies of JSON of as many bytes as may be by then. */
export function readJson(max: () => number): RequestHandler {
  return bounded(max, (limit) => express.json({ limit }));
}

/** Reads bodies of these types as text, of as many bytes as may be by then. */
export function readText(type: string[], max: () => number): RequestHandler {
  return bounded(max, (limit) => express.text({ type, limit }));
}

function bounded(max: () => number, reader: (limit: number) => RequestHandler): RequestHandler {
  let limit = max();
  let read = reader(limit);
  return (req, res, next) => {
    if (max() !== limit) {
      limit = max();
      read = reader(limit);
    }
    return read(req, res, next);
  };
}
