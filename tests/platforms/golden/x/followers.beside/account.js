window.YTD.account.part0 = [
  {
    "account": {
      "email": "ada@example.org",
      "createdVia": "web",
      "username": "ada",
      "accountId": "12",
      "createdAt": "2011-06-23T13:04:14.000Z",
      "accountDisplayName": "Ada"
    }
  }
]
