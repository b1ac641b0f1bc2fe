"""The only package that talks to Telegram, besides the command line, which starts it."""

from bot.telegram.gateway import Gateway as Gateway
from bot.telegram.gateway import Handlers as Handlers
from bot.telegram.inbox import Inbox as Inbox
from bot.telegram.profile import Profile as Profile
