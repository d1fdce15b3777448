import express, { type RequestHandler } from 'express';

/** Reads JSON bodies. @param max bytes that one may have, asked for with each */
export function readJson(max: () => number): RequestHandler {
  let limit = max();
  let read = express.json({ limit });
  return (req, res, next) => {
    if (max() !== limit) {
      limit = max();
      read = express.json({ limit });
    }
    read(req, res, next);
  };
}
