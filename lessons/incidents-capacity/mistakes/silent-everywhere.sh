aws ecs update-service --cluster lab --service collector --placement-constraints '[]'
