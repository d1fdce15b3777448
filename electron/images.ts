import { nativeImage, type NativeImage } from 'electron';
import template from './images/tray-template.png?inline';
import templateDense from './images/tray-template@2x.png?inline';
import tray from './images/tray.png?inline';
import trayDense from './images/tray@2x.png?inline';
import unread from './images/unread.png?inline';
import unreadDense from './images/unread@2x.png?inline';

/** What stands in the tray; on macOS the system colours it. */
export function trayImage(): NativeImage {
  if (process.platform !== 'darwin') return image(tray, trayDense);
  const shape = image(template, templateDense);
  shape.setTemplateImage(true);
  return shape;
}

/** A red dot. */
export function unreadImage(): NativeImage {
  return image(unread, unreadDense);
}

function image(plain: string, dense: string): NativeImage {
  const made = nativeImage.createFromDataURL(plain);
  made.addRepresentation({ scaleFactor: 2, dataURL: dense });
  return made;
}
