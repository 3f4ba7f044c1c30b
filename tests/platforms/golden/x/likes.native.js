window.YTD.like.part0 = [
  {
    "like": {
      "tweetId": "1627038980352147458",
      "fullText": "Somebody else's words",
      "expandedUrl": "https://twitter.com/i/web/status/1627038980352147458"
    }
  },
  {
    "like": {
      "tweetId": "20",
      "fullText": "just setting up",
      "expandedUrl": "https://twitter.com/i/web/status/20"
    }
  },
  {
    "like": {
      "fullText": "none"
    }
  }
]
