"""The optional HTTP port: health, metrics, Telegram's webhook and the status page."""

from bot.web.port import HttpPort as HttpPort
from bot.web.port import open_port as open_port
from bot.web.site import Hook as Hook
