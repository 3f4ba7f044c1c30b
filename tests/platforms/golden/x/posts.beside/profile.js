window.YTD.profile.part0 = [
  {
    "profile": {
      "description": {
        "bio": "b",
        "website": "",
        "location": ""
      },
      "avatarMediaUrl": "https://pbs.twimg.com/profile_images/a.jpg"
    }
  }
]
