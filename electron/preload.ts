import { contextBridge } from 'electron';

contextBridge.exposeInMainWorld('coop', {});
