aws ecs register-task-definition --family web \
    --container-definitions 'name=web,image=public.ecr.aws/docker/library/nginx:1.27,cpu=256,memory=800'
aws ecs update-service --cluster lab --service web --task-definition web
