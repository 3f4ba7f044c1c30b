window.YTD.follower.part0 = [
  {
    "follower": {
      "accountId": "501",
      "userLink": "https://twitter.com/intent/user?user_id=501"
    }
  },
  {
    "follower": {
      "userLink": "x"
    }
  }
]
